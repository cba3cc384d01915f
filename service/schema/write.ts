import { writeFileSync } from 'node:fs'
import { configJsonSchema } from '../src/monitoring/config/json-schema.ts'

writeFileSync(new URL('tractops.schema.json', import.meta.url), configJsonSchema())
