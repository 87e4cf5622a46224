/** The sign of Lookout, as in favicon.svg. */
export function Mark() {
  return (
    <svg
      width="1.375rem"
      height="1.375rem"
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
    >
      <path d="M7.5 4h9L22 12l-5.5 8h-9L2 12z" />
      <path d="M6.5 13.5l3-3.5 3.5 3.5 4-4.5" />
    </svg>
  )
}
