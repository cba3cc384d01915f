import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./platform/src/**/tables.ts', './service/src/**/tables.ts'],
  out: './service/migrations',
})
