import type { APIRequestContext } from '@playwright/test';

/** The folder of the sample that the server has open. */
export async function folderOf(request: APIRequestContext): Promise<string> {
  const ask = async (method: string, args: string[]) => {
    const headers = { 'Content-Type': 'application/json', Origin: process.env['CORDWOOD_BASE'] ?? '' };
    const answer = await request.post(`${process.env['CORDWOOD_BASE']}/call/${method}`, { headers, data: args });
    return (await answer.json()) as { first: string; path: string };
  };
  const { first } = await ask('Sources.Start', []);
  return (await ask('Sources.Info', [first])).path;
}
