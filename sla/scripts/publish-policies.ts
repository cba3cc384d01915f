// Writes what follows from policy/*.yaml and the schema: the JSON Schema for editors, the policies as data for the package,
// and each policy's agreement in plain words, beside it, to be read before it is published.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { agreementMarkdown } from '../src/agreement/markdown.ts'
import { readPolicy } from '../src/policy/policy.ts'
import { policySchema } from '../src/policy/schema.ts'

const folder = new URL('../policy/', import.meta.url)

/** The JSON Schema (draft 2020-12) of the policy file, as text. */
export function schemaText(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ ...schema, title: 'The policy file of a TractOps service level agreement' }, null, 2)}\n`
}

const policyFiles = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
const read = (name: string): unknown => parse(readFileSync(new URL(name, folder), 'utf8'))

/** The source of `src/policy/published.ts`, as text. */
function publishedText(): string {
  const policies = policyFiles().map(read)
  return `// Written by scripts/publish-policies.ts from policy/*.yaml; change those, and run it again.
export const published: readonly unknown[] = JSON.parse(
  ${JSON.stringify(JSON.stringify(policies))},
)
`
}

if (import.meta.main) {
  writeFileSync(new URL('policy.schema.json', folder), schemaText())
  writeFileSync(new URL('../src/policy/published.ts', import.meta.url), publishedText())
  for (const name of policyFiles())
    writeFileSync(new URL(name.replace(/yaml$/, 'md'), folder), agreementMarkdown(readPolicy(read(name))))
}
