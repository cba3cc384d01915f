import { Declarations } from '../evidence/declarations.tsx'
import { Gaps } from '../evidence/gaps.tsx'

/** What people decide about the measure: time that nobody measured, and force majeure. */
export function Page() {
  return (
    <>
      <title>Gaps & force majeure · TractOps</title>
      <header>
        <h1>Gaps & force majeure</h1>
      </header>
      <Gaps />
      <Declarations />
    </>
  )
}
