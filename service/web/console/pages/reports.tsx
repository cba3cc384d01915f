/** Reports. */
export function Page() {
  return <h1>Reports</h1>
}
