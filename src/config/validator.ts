import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../schemas/config.schema.json' with { type: 'json' };
import type { ConfigFile } from './configFile.ts';

/** Also compiles the validator into the package: scripts/build.ts puts its code in the place of this file. */
export const compiler = new Ajv2020({
  allErrors: true,
  strict: false,
  validateFormats: false,
  // Less code.
  inlineRefs: false,
  code: { source: true, esm: true },
});

/** Whether a value is what schemas/config.schema.json describes; the errors are at the function. */
export const validateConfig = compiler.compile<ConfigFile>(schema);
