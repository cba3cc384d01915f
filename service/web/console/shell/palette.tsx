import { useMantineColorScheme } from '@mantine/core'
import { Spotlight, spotlight } from '@mantine/spotlight'
import { useNavigate } from '@tanstack/react-router'
import { ROLES, type Role } from '../../api/types.ts'
import { useMe } from '../entry/use-me.ts'
import { ACTIONS, PAGES } from '../pages.ts'
import { turnKeys, useKeysOff, useShownKeys } from './keys.ts'

export const openPalette = () => spotlight.open()

/** Ctrl-K or Cmd-K: what can be done here, every page, everything that can be begun, and how the console looks. */
export function Palette() {
  const navigate = useNavigate()
  const { data: me } = useMe()
  const { setColorScheme } = useMantineColorScheme()
  const off = useKeysOff()
  const here = useShownKeys().map(({ keys, does, run }) => ({
    id: `here ${keys}`,
    label: does,
    rightSection: <kbd>{keys}</kbd>,
    // The palette gives the focus back as it closes; what is opened takes it after that.
    onClick: () => void setTimeout(run, 50),
  }))
  const rank = ROLES.indexOf(me?.role ?? 'viewer')
  const may = (role: Role = 'viewer') => ROLES.indexOf(role) <= rank
  const pages = PAGES.filter(({ key, role }) => key !== undefined && may(role)).map(
    ({ path, name, key }) => ({
      id: path,
      label: name,
      rightSection: <kbd>g {key}</kbd>,
      onClick: () => void navigate({ to: path }),
    }),
  )
  const actions = ACTIONS.filter(({ role }) => may(role)).map(({ name, description, to }) => ({
    id: to,
    label: name,
    description,
    onClick: () => void navigate({ href: to }),
  }))
  const looks = (['light', 'dark', 'auto'] as const).map((scheme) => ({
    id: scheme,
    label: scheme === 'auto' ? 'Follow the system: light or dark' : `Make it ${scheme}`,
    onClick: () => setColorScheme(scheme),
  }))
  const keys = {
    id: 'keys',
    label: off ? 'Turn keys without Ctrl on' : 'Turn keys without Ctrl off',
    onClick: () => turnKeys(off),
  }
  return (
    <Spotlight
      shortcut="mod + K"
      highlightQuery
      scrollable
      maxHeight={420}
      nothingFound="Nothing is called like that."
      searchProps={{
        placeholder: 'Go to a page, or do something',
        'aria-label': 'Go to a page, or do something',
      }}
      tagsToIgnore={[]}
      actions={[
        ...(here.length === 0 ? [] : [{ group: 'Here', actions: here }]),
        { group: 'Pages', actions: pages },
        ...(actions.length === 0 ? [] : [{ group: 'Do', actions }]),
        { group: 'Look', actions: [...looks, keys] },
      ]}
    />
  )
}
