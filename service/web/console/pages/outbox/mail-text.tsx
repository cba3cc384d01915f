import { useQuery } from '@tanstack/react-query'
import { ask } from '../../../api/ask.ts'
import type { WholeMail } from '../../../api/types.ts'
import { Answered } from '../../parts/told.tsx'

/** A mail as it was written, in plain text. */
export function MailText({ id }: { id: string }) {
  const mail = useQuery({
    queryKey: ['mail', 'outbox', 'whole', id],
    queryFn: () => ask<WholeMail>('GET', `/api/v1/outbox/${id}`),
  })
  return (
    <Answered query={mail}>
      {({ kind, ref, text, response }) => (
        <>
          <pre className="mail">{text}</pre>
          <p className="soft">
            {kind} about <code>{ref}</code>
            {response === null ? null : <>; the transport said: {response}</>}
          </p>
        </>
      )}
    </Answered>
  )
}
