import type { ESLint, Linter, Rule } from 'eslint';
import packageJson from '../../package.json' with { type: 'json' };
import { noCachedToken } from './noCachedToken.ts';
import { noDefaultTokenPath } from './noDefaultTokenPath.ts';
import { noTokenInUrl } from './noTokenInUrl.ts';
import { noTokenLogging } from './noTokenLogging.ts';

const rules: Readonly<Record<string, Rule.RuleModule>> = {
  'no-cached-token': noCachedToken,
  'no-default-token-path': noDefaultTokenPath,
  'no-token-in-url': noTokenInUrl,
  'no-token-logging': noTokenLogging,
};

const base = { meta: { name: 'kube-token-lint', version: packageJson.version }, rules };

const recommended: Linter.Config = {
  name: 'kube-token-lint/recommended',
  plugins: { 'kube-token-lint': base },
  rules: Object.fromEntries(Object.keys(rules).map((name) => [`kube-token-lint/${name}`, 'error'])),
};

/** Rules for application code that reads ServiceAccount tokens, for ESLint's flat configuration. */
const plugin: ESLint.Plugin & { readonly configs: { readonly recommended: Linter.Config } } = {
  ...base,
  configs: { recommended },
};

// A configuration in CommonJS gets the plugin from `require` itself.
export { plugin as default, plugin as 'module.exports' };
