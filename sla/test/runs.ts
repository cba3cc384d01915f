/**
 * How often a property is tried. Under mutation (PROPERTY_SHARE below 1) a broken engine shows after fewer tries, and
 * its counterexample need not be shrunk.
 */
export function runs(times: number): { numRuns: number; endOnFailure: boolean } {
  const share = Number(process.env.PROPERTY_SHARE ?? 1)
  return { numRuns: Math.ceil(times * share), endOnFailure: share < 1 }
}
