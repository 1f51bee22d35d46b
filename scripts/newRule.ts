import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isRuleId, ruleScaffold } from './newRule/scaffold.ts';

const [id = ''] = process.argv.slice(2);
const folder = join(import.meta.dirname, '../rules', id);

if (!isRuleId(id)) {
  fail(`Usage: npm run new-rule ID, with an ID of small words joined by dashes such as token-audience-missing`);
} else if (existsSync(folder)) {
  fail(`There is a rule ${id} already: ${folder}`);
} else {
  for (const [path, text] of ruleScaffold(id)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  process.stdout.write(
    `Wrote rules/${id}. Fill in rule.ts and the fixtures, then: npm run generate && npx vitest run test/rules\n`,
  );
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}
