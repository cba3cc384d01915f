import { Link } from '@tanstack/react-router'

export function Page() {
  return (
    <>
      <title>No page here · TractOps</title>
      <h1>There is no page here</h1>
      <p>
        <Link to="/">Your questions</Link> are where they were.
      </p>
    </>
  )
}
