/** Sends bytes no faster than a serial line does: `bytesPerSecond` at a `timeScale` of 1, quicker below it. */
export function throttle(
  write: (bytes: Buffer) => void,
  timeScale: number,
  bytesPerSecond: number,
): (bytes: Buffer) => void {
  const msPerByte = (1000 / bytesPerSecond) * timeScale;
  const bytesPerTurn = Math.max(1, Math.ceil(10 / msPerByte));
  let queue = Buffer.alloc(0);
  let running = false;

  function sendSome(): void {
    write(queue.subarray(0, bytesPerTurn));
    queue = queue.subarray(bytesPerTurn);
    running = queue.length > 0;
    if (running) setTimeout(sendSome, bytesPerTurn * msPerByte);
  }

  return (bytes) => {
    queue = Buffer.concat([queue, bytes]);
    if (running) return;
    running = true;
    sendSome();
  };
}
