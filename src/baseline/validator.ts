import { Ajv2020 } from 'ajv/dist/2020.js';
import schema from '../../schemas/baseline.schema.json' with { type: 'json' };
import type { BaselineFile } from './baseline.ts';

/** Also compiles the validator into the package: scripts/build.ts puts its code in the place of this file. */
export const compiler = new Ajv2020({ strict: false, code: { source: true, esm: true } });

/** Whether a value is what schemas/baseline.schema.json describes; the first error is at the function. */
export const validateBaseline = compiler.compile<BaselineFile>(schema);
