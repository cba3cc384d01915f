import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { ROLES } from '../../api/types.ts'
import { useMe } from '../entry/use-me.ts'
import { PAGES } from '../pages.ts'
import { openPalette } from './palette.tsx'

/** The pages that who is signed in may see, and the way out. */
export function Navigation() {
  const { data: me } = useMe()
  const queries = useQueryClient()
  const out = useMutation({
    mutationFn: () => ask('POST', '/api/auth/sign-out'),
    onSettled: () => {
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'me' })
      return queries.invalidateQueries()
    },
  })
  const rank = ROLES.indexOf(me?.role ?? 'viewer')
  const shown = PAGES.filter(({ key, role = 'viewer' }) => key !== undefined && ROLES.indexOf(role) <= rank)
  return (
    <>
      <nav aria-label="Pages">
        <ul className="plain-list">
          {shown.map(({ path, name }) => (
            <li key={path}>
              <Link to={path} activeOptions={{ exact: path === '/' }}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Stack gap="xs">
        <Button
          variant="default"
          size="xs"
          justify="space-between"
          rightSection={<kbd>Ctrl K</kbd>}
          onClick={openPalette}
        >
          Go to, or do
        </Button>
        <small className="soft">
          {me?.name}, {me?.role}
        </small>
        <Button
          variant="subtle"
          size="compact-sm"
          justify="start"
          px={0}
          loading={out.isPending}
          onClick={() => out.mutate()}
        >
          Sign out
        </Button>
      </Stack>
    </>
  )
}
