import { TextInput, type TextInputProps } from '@mantine/core'

/** Six digits of an authenticator app, as phones and password managers fill them in. */
export function CodeField(props: TextInputProps) {
  return (
    <TextInput
      label="Code from your authenticator app"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9 ]*"
      maxLength={7}
      required
      {...props}
    />
  )
}
