import { customType } from 'drizzle-orm/pg-core'

/** A column `bytea`, read and written as a `Buffer`. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })
