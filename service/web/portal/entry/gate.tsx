import { Anchor, Menu } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { problemOf } from '../../api/problem.ts'
import { ProblemNote } from '../../console/parts/told.tsx'
import { ask, type Me } from '../api.ts'
import { useLine } from '../line.ts'
import { forgetKept } from '../parts/use-kept.ts'
import { SignIn } from './sign-in.tsx'
import { useMe } from './use-me.ts'

/** Lets those through who are signed in, within the frame of every page; the others sign in where they are. */
export function Gate() {
  const me = useMe()
  if (me.error !== null && problemOf(me.error).status === 401) return <SignIn />
  if (me.data !== undefined) return <Frame me={me.data} />
  return (
    <main className="entry" aria-busy={me.error === null}>
      {me.error === null ? null : <ProblemNote error={me.error} onRetry={() => void me.refetch()} />}
    </main>
  )
}

function Frame({ me }: { me: Me }) {
  useLine()
  return (
    <>
      <a className="skip" href="#page">
        Skip to the page
      </a>
      <header className="reader-head">
        <Link to="/" className="brand">
          TractOps
        </Link>
        <nav aria-label="Pages">
          <Link to="/" activeOptions={{ exact: true }}>
            Questions
          </Link>
          <Link to="/month">This month</Link>
        </nav>
        <You me={me} />
      </header>
      <main id="page" className="reader-page" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="reader-foot soft">
        <a href="/status">Status</a> · <a href="/sla">The agreement</a>
      </footer>
    </>
  )
}

function You({ me }: { me: Me }) {
  const leave = useMutation({
    mutationFn: (path: string) => ask('DELETE', path),
    onSuccess: () => {
      forgetKept()
      location.assign('/portal')
    },
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Anchor component="button" type="button">
          {me.name}
        </Anchor>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.email}
          {me.customers.map(({ id, name }) => (
            <div key={id}>{name}</div>
          ))}
        </Menu.Label>
        <Menu.Item onClick={() => leave.mutate('/session')}>Sign out</Menu.Item>
        <Menu.Item onClick={() => leave.mutate('/sessions')}>Sign out everywhere</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
