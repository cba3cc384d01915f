/** The key that does the same as the button it stands in; whoever has it read aloud hears the button's name alone. */
export function KeyHint({ of: key }: { of: string }) {
  return (
    <span aria-hidden="true">
      <kbd>{key}</kbd>
    </span>
  )
}
