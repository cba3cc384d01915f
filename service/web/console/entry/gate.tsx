import { lazy, type ReactNode, Suspense } from 'react'
import { problemOf } from '../../api/problem.ts'
import { ProblemNote } from '../parts/told.tsx'
import { useMe } from './use-me.ts'

// Whoever is signed in needs neither.
const Enrol = lazy(async () => ({ default: (await import('./enrol.tsx')).Enrol }))
const SignIn = lazy(async () => ({ default: (await import('./sign-in.tsx')).SignIn }))

/** Lets those who are wholly signed in through; the others sign in, or set up their second factor, where they are. */
export function Gate({ children }: { children: ReactNode }) {
  return (
    <Suspense fallback={<main className="entry" aria-busy="true" />}>
      {<Through>{children}</Through>}
    </Suspense>
  )
}

function Through({ children }: { children: ReactNode }) {
  const me = useMe()
  if (me.data?.session?.needsSecondFactor) return <Enrol me={me.data} />
  if (me.error !== null && problemOf(me.error).status === 401) return <SignIn />
  if (me.data !== undefined) return children
  if (me.error !== null)
    return (
      <main className="entry">
        <ProblemNote error={me.error} onRetry={() => void me.refetch()} />
      </main>
    )
  return <main className="entry" aria-busy="true" />
}
