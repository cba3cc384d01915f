import { Link } from '@tanstack/react-router'
import type { Question } from './question.ts'
import type { View } from './use-queue.ts'

/** The views, as links with how many tickets wait in each. */
export function ViewsBar({
  views,
  current,
  question,
}: {
  views: View[]
  current: string | null
  question: Question
}) {
  const searching = question.q !== undefined && question.q !== ''
  return (
    <nav className="views" aria-label="Views">
      <ul className="plain-list">
        {views.map(({ key, name, count, saved }) => (
          <li key={key}>
            <Link
              to="/tickets"
              search={{ view: key }}
              {...(key === current && !searching
                ? { 'aria-current': 'page' as const }
                : { 'aria-current': undefined })}
            >
              {name}
              {count === null ? null : <span className="count">{count.toLocaleString('en')}</span>}
              {saved?.shared === false ? <span className="soft"> yours</span> : null}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
