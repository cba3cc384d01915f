import { Button, CopyButton, Modal, Stack, Textarea } from '@mantine/core'

/** A secret that is shown this once: to be copied and kept. */
export function ShownOnce({
  title,
  secret,
  line,
  children,
  onClose,
}: {
  title: string
  secret: string
  /** A command that holds the secret, to be copied as a whole. */
  line?: { label: string; text: string }
  children: string
  onClose: () => void
}) {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <Stack>
        <p>{children}</p>
        <Textarea aria-label={title} readOnly autosize value={secret} />
        <Copy text={secret} autoFocus>
          Copy it
        </Copy>
        {line === undefined ? null : (
          <>
            <Textarea label={line.label} readOnly autosize value={line.text} />
            <Copy text={line.text}>Copy the line</Copy>
          </>
        )}
      </Stack>
    </Modal>
  )
}

function Copy({ text, autoFocus, children }: { text: string; autoFocus?: boolean; children: string }) {
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          variant={autoFocus ? 'filled' : 'default'}
          onClick={copy}
          {...(autoFocus ? { 'data-autofocus': true } : {})}
        >
          {copied ? 'Copied' : children}
        </Button>
      )}
    </CopyButton>
  )
}
