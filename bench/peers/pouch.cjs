/**
 * The PouchDB side of the sync bench: `serve FILE` is express-pouchdb over these documents, `measure URL FIRSTS`
 * is a PouchDB client that reads days of edits from standard input and prints the seconds that it took.
 * Both keep everything in memory: nothing here waits for a disk.
 */
const fs = require('node:fs');
const express = require('express');
const PouchDB = require('pouchdb-node').plugin(require('pouchdb-adapter-memory'));

const Memory = PouchDB.defaults({ adapter: 'memory' });
const BATCH = { batch_size: 500 };

async function serve(file) {
  const docs = JSON.parse(fs.readFileSync(file, 'utf8'));
  const app = express();
  app.use('/', require('express-pouchdb')(Memory, { mode: 'minimumForPouchDB', inMemoryConfig: true }));
  await new Memory('charts').bulkDocs(docs.map((doc) => ({ _id: doc.id, doc })));
  const listening = app.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: listening.address().port })));
}

async function seconds(work) {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

async function firstSync(remote, name, expected) {
  const local = new Memory(name);
  const taken = await seconds(() => local.replicate.from(remote, BATCH));
  const { doc_count: count } = await local.info();
  if (count !== expected) throw new Error(`${count} of ${expected} documents arrived`);
  return [local, taken];
}

async function edited(local, changes) {
  for (const { id, field, value, doc } of changes) {
    if (doc) await local.put({ _id: id, doc });
    else {
      const kept = await local.get(id);
      kept.doc.fields[field] = value;
      await local.put(kept);
    }
  }
}

async function measure(url, firsts) {
  const days = JSON.parse(fs.readFileSync(0, 'utf8'));
  const remote = new PouchDB(`${url}/charts`);
  const { doc_count: expected } = await remote.info();
  const first = [];
  let local;
  for (let turn = 0; turn < firsts; turn += 1) {
    const [made, taken] = await firstSync(remote, `tablet-${turn}`, expected);
    first.push(taken);
    local = made;
  }
  const day = [];
  for (const changes of days) {
    await edited(local, changes);
    let result;
    day.push(await seconds(async () => (result = await local.sync(remote, BATCH))));
    if (!result.push.ok || !result.pull.ok || result.push.doc_write_failures > 0) throw new Error('a day did not arrive');
  }
  console.log(JSON.stringify({ first, day }));
}

const [, , role, ...given] = process.argv;
(role === 'serve' ? serve(given[0]) : measure(given[0], Number(given[1]))).catch((error) => {
  console.error(error);
  process.exit(1);
});
