// Writes what follows from policy/*.yaml and the schema: the JSON Schema for editors, and the policies as data for the package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import * as z from 'zod'
import { policySchema } from '../src/policy/schema.ts'

const folder = new URL('../policy/', import.meta.url)

/** The JSON Schema (draft 2020-12) of the policy file, as text. */
export function schemaText(): string {
  const schema = z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ ...schema, title: 'The policy file of a TractOps service level agreement' }, null, 2)}\n`
}

/** The source of `src/policy/published.ts`, as text. */
function publishedText(): string {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
  const policies = files.map((name) => parse(readFileSync(new URL(name, folder), 'utf8')) as unknown)
  return `// Written by scripts/publish-policies.ts from policy/*.yaml; change those, and run it again.
export const published: readonly unknown[] = JSON.parse(
  ${JSON.stringify(JSON.stringify(policies))},
)
`
}

if (import.meta.main) {
  writeFileSync(new URL('policy.schema.json', folder), schemaText())
  writeFileSync(new URL('../src/policy/published.ts', import.meta.url), publishedText())
}
