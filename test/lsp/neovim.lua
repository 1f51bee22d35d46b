-- Drives a real editor: opens a file, waits for diagnostics, applies the preferred fix, and writes what it saw as JSON.
-- Environment: SERVER (a JSON list: the server's command), FILE, ROOT, OUT. Runs on Neovim 0.7 and later.
local seen = {}
local uri = vim.uri_from_fname(vim.env.FILE)
local json = vim.json or { decode = vim.fn.json_decode, encode = vim.fn.json_encode }

local function finish()
  vim.fn.writefile({ json.encode(seen) }, vim.env.OUT)
  vim.cmd('qall!')
end

local function run()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local config = { name = 'kube-token-lint', cmd = json.decode(vim.env.SERVER), root_dir = vim.env.ROOT }
  local id = vim.lsp.start and vim.lsp.start(config) or vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(buffer, id)

  local function diagnostics()
    return vim.diagnostic.get(buffer)
  end
  vim.wait(20000, function() return #diagnostics() > 0 end, 50)
  seen.before = vim.tbl_map(function(one) return { code = one.code, line = one.lnum, source = one.source } end, diagnostics())

  local params = {
    textDocument = { uri = uri },
    range = { start = { line = 0, character = 0 }, ['end'] = { line = vim.api.nvim_buf_line_count(buffer), character = 0 } },
    context = { diagnostics = {} },
  }
  local answer = vim.lsp.buf_request_sync(buffer, 'textDocument/codeAction', params, 10000)
  for _, one in pairs(answer or {}) do
    for _, action in ipairs(one.result or {}) do
      if action.isPreferred and not seen.applied then
        vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
        seen.applied = action.title
      end
    end
  end
  vim.wait(20000, function()
    return #vim.tbl_filter(function(one) return one.code == 'token-expiration-bounds' end, diagnostics()) == 0
  end, 50)
  seen.after = vim.tbl_map(function(one) return { code = one.code } end, diagnostics())
  seen.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
end

local ok, problem = pcall(run)
if not ok then seen.problem = tostring(problem) end
finish()
