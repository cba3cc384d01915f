import { problemOf } from '../../api/problem.ts'

/** A problem that names a field of this form, as that field's error; else nothing, and it is shown above the form. */
export function fieldErrors(error: unknown, values: object): Record<string, string> {
  const problem = problemOf(error)
  return problem.field !== null && problem.field in values ? { [problem.field]: problem.message } : {}
}
