/** How this process and the one that reads files talk: frames of bytes, so that neither gets ahead of the other. */

/** Of a file there come any number of `bytes`; `end` says that no more of it comes. */
const kinds = ['job', 'bytes', 'end', 'answer'] as const;
export type FrameKind = (typeof kinds)[number];
const HEAD_BYTES = 5;

export interface Frame {
  kind: FrameKind;
  payload: Buffer;
}

export function headOf(kind: FrameKind, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(kinds.indexOf(kind), 0);
  head.writeUInt32LE(length, 1);
  return head;
}

/** Takes a stream of bytes apart into the frames it is made of. */
export async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let waiting: Buffer[] = [];
  let length = 0;
  let needed = HEAD_BYTES;
  for await (const piece of stream) {
    waiting.push(piece);
    length += piece.length;
    if (length < needed) continue;
    let all = Buffer.concat(waiting);
    for (;;) {
      needed = HEAD_BYTES + (all.length < HEAD_BYTES ? 0 : all.readUInt32LE(1));
      if (all.length < needed) break;
      yield { kind: kinds[all.readUInt8(0)] ?? 'end', payload: all.subarray(HEAD_BYTES, needed) };
      all = all.subarray(needed);
    }
    waiting = [all];
    length = all.length;
  }
}
