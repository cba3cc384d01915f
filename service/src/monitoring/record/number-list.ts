import { type SQL, sql } from 'drizzle-orm'

/** Numbers as one parameter, to be cast to an array (`::int[]`): the driver would make its own element by element. */
export function numberList(values: readonly (number | null)[]): SQL {
  const literal = `{${values.map((value) => value ?? 'null').join()}}`
  return sql`${literal}`
}
