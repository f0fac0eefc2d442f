import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { validateXML } from 'xmllint-wasm';

const require = createRequire(import.meta.url);

/** What the OASIS schema finds wrong with a SARIF log; `null` for nothing. */
export function sarifErrors(log: string): unknown {
  const ajv = new Ajv({ schemaId: 'auto', validateSchema: false, unknownFormats: 'ignore' });
  ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
  return validate(JSON.parse(log)) ? null : validate.errors;
}

/** What is wrong with a report for GitLab; `null` for nothing. Equal fingerprints are merged there. */
export function gitlabErrors(report: string): unknown {
  const validate = new Ajv().compile(require('./gitlab.schema.json'));
  const issues = JSON.parse(report) as readonly { readonly fingerprint: string }[];
  if (!validate(issues)) return validate.errors;
  const prints = issues.map(({ fingerprint }) => fingerprint);
  return new Set(prints).size === prints.length ? null : 'a fingerprint stands for two';
}

const JUNIT_XSD = readFileSync(new URL('junit.xsd', import.meta.url), 'utf8');

/** What is wrong with a JUnit report; `null` for nothing. */
export async function junitErrors(xml: string): Promise<unknown> {
  const { valid, errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: xml },
    schema: { fileName: 'junit.xsd', contents: JUNIT_XSD },
  });
  return valid ? null : errors;
}
