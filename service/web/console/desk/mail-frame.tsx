import { Button, Group } from '@mantine/core'
import { useRef, useState } from 'react'

const LOWEST = 80
const HIGHEST = 4_000

/**
 * A mail as it was formatted, in a frame of its own: no script runs in it, whatever the mail holds, and images from elsewhere, which
 * tell a sender who reads when, are loaded only when somebody asks. The service serves it with a policy that says the same.
 */
export function MailFrame({ src, from }: { src: string; from: string }) {
  const [images, setImages] = useState(false)
  const [height, setHeight] = useState(LOWEST)
  const frame = useRef<HTMLIFrameElement>(null)
  const measure = () => {
    const page = frame.current?.contentDocument?.documentElement
    if (page !== undefined) setHeight(Math.min(HIGHEST, Math.max(LOWEST, page.scrollHeight + 2)))
  }
  return (
    <div className="mail-frame">
      <iframe
        ref={frame}
        title={`The mail of ${from} as it was formatted`}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        src={images ? `${src}?images=1` : src}
        height={height}
        onLoad={measure}
      />
      <Group gap="xs">
        {images ? (
          <small className="soft">
            Images are loaded from elsewhere: the sender can tell that this was read.
          </small>
        ) : (
          <Button variant="subtle" size="compact-xs" onClick={() => setImages(true)}>
            Load images from elsewhere
          </Button>
        )}
      </Group>
    </div>
  )
}
