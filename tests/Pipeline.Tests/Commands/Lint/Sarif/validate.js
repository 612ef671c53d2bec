// Prints what the schema of SARIF 2.1.0 says against a file: node validate.js FILE
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(read(new URL('node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json', import.meta.url)));
if (!validate(read(process.argv[2]))) {
  console.log(ajv.errorsText(validate.errors, { separator: '\n' }));
  process.exitCode = 1;
}
