// Validates YAML files against a JSON Schema with ajv: node validate.mjs schema.json file...
// Prints one JSON document: { "schema": [problems of the schema itself], "files": { path: [problems] } }.
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parseDocument } from "yaml";

const [schemaFile, ...files] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false });

/** Defaults and examples must themselves be what the schema asks for. */
function* ownValues(node, path) {
  if (node === null || typeof node !== "object") return;
  if (!Array.isArray(node)) {
    if ("default" in node) yield [node, node.default, `${path}/default`];
    for (const example of node.examples ?? []) yield [node, example, `${path}/examples`];
  }
  for (const [name, child] of Object.entries(node)) {
    if (name !== "default" && name !== "examples") yield* ownValues(child, `${path}/${name}`);
  }
}

function problemsOfSchema() {
  if (!ajv.validateSchema(schema)) return ajv.errors.map((error) => `${error.instancePath} ${error.message}`);
  return [...ownValues(schema, "")].flatMap(([part, value, path]) => {
    const valid = ajv.compile({ ...part, definitions: schema.definitions });
    return valid(value) ? [] : valid.errors.map((error) => `${path}${error.instancePath} ${error.message}`);
  });
}

function problemsOf(file, validate) {
  const document = parseDocument(readFileSync(file, "utf8"), { merge: false });
  if (document.errors.length > 0) return document.errors.map((error) => error.message.split("\n")[0]);
  try {
    return validate(document.toJS()) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
  } catch (failure) {
    // The parser refuses to write out aliases without end.
    return [String(failure.message)];
  }
}

const validate = ajv.compile(schema);
console.log(JSON.stringify({
  schema: problemsOfSchema(),
  files: Object.fromEntries(files.map((file) => [file, problemsOf(file, validate)])),
}));
