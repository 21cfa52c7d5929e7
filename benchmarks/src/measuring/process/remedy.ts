// What a user can do about a process that died, by what is known of its end.

const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /out of memory|allocat|bad_alloc|virtual memory/i,
    "give it more memory: free some, choose a smaller width or n, or raise its limits (ulimit -v, ulimit -d, the container's)",
  ],
  [
    /Resource temporarily unavailable|EAGAIN|pthread_create|did not start/,
    "raise the limits on processes and threads (ulimit -u, the container's) and on address space (ulimit -v)",
  ],
  [
    /SIGKILL/,
    "the system ends processes for want of memory, and its log says so (dmesg): choose a smaller width or n, or a machine with more memory",
  ],
  [
    /SIGBUS/,
    "a file that it maps is cut: npm ci, for tfjs-node also remove .native/tfjs-node and run npm run setup",
  ],
  [/SIGILL/, "this processor lacks instructions that the backend was compiled for: choose another backend"],
  [
    /SIGABRT|SIGTRAP/,
    "it gave up, mostly for want of memory or threads: look at its limits (ulimit -a); npm run setup replaces a damaged library",
  ],
  [
    /no processor time/,
    "it waits for what the system does not give: look at the limits of processes and memory (ulimit -a)",
  ],
];

/** For the message of a ProcessGone. */
export function remedyOf(message: string): string {
  const known = remedies.find(([sign]) => sign.test(message));
  return (
    known?.[1] ??
    "npm ci and npm run setup replace damaged files; where it dies again, this machine lacks what it needs"
  );
}
