import type { Present } from '../../../api/desk.ts'

const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** Who else is here, so that two do not write the same answer. */
export function Presence({ others }: { others: Present[] }) {
  const typing = others.filter((one) => one.typing).map(({ name }) => name)
  const looking = others.filter((one) => !one.typing).map(({ name }) => name)
  const said = [
    ...(typing.length === 0 ? [] : [`${list.format(typing)} ${typing.length === 1 ? 'is' : 'are'} writing`]),
    ...(looking.length === 0
      ? []
      : [`${list.format(looking)} ${looking.length === 1 ? 'is' : 'are'} looking`]),
  ]
  return (
    <p className={typing.length > 0 ? 'presence typing' : 'presence'} role="status">
      {said.length === 0 ? '' : `${said.join(', ')} at this ticket too.`}
    </p>
  )
}
