import * as z from 'zod'
import { fileSchema } from './schema.ts'

/** The published JSON Schema of the configuration file, by which editors complete and check it. */
export function configJsonSchema(): string {
  const schema = z.toJSONSchema(fileSchema, { io: 'input' })
  return `${JSON.stringify({ ...schema, title: 'TractOps configuration' }, null, 2)}\n`
}
