import { Button, CopyButton, Modal, Stack, Textarea } from '@mantine/core'

/** A secret that is shown this once: to be copied and kept. */
export function ShownOnce({
  title,
  secret,
  children,
  onClose,
}: {
  title: string
  secret: string
  children: string
  onClose: () => void
}) {
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false}>
      <Stack>
        <p>{children}</p>
        <Textarea aria-label={title} readOnly autosize value={secret} />
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button onClick={copy} data-autofocus>
              {copied ? 'Copied' : 'Copy it'}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Modal>
  )
}
