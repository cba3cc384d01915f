import { customType } from 'drizzle-orm/pg-core'

/** A column `timestamptz(3)`, read and written as `Temporal.Instant`; an instant finer than a millisecond is cut. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  toDriver: (at) => at.toString({ smallestUnit: 'millisecond', roundingMode: 'floor' }),
  fromDriver: (text) => Temporal.Instant.from(text),
})
