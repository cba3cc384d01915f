/** A paragraph of the agreement; `id` stays the same from version to version, so that pages can put figures beside it. */
export type Clause = { id: string; text: string; table?: { head: string[]; rows: string[][] } }

export type Section = { id: string; number: number; title: string; clauses: Clause[] }

/** One row of the meanings table: what the text leaves open, how it is read, and why. */
export type Meaning = { row: number; name: string; question: string; value: string; reason: string }

/** The agreement in plain words. Every figure in it comes from the policy, so that prose can't drift from figures. */
export type Agreement = {
  title: string
  version: string
  effectiveFrom: string
  introduction: string
  sections: Section[]
  meanings: Meaning[]
}
