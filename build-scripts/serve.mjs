// serve.mjs DIRECTORY [--port N]: serves a built page on this machine, as server.mjs does, and prints its address.
import { parseArgs } from 'node:util';
import { serve } from './server.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { port: { type: 'string' } },
});

async function firstFree(directory, port) {
  for (let last = port + 20; ; port++) {
    try {
      return await serve(directory, { port });
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || values.port || port === last) throw error;
    }
  }
}

const server = await firstFree(positionals[0], Number(values.port ?? 8080));
console.log(`Takestock is at ${server.address}`);
