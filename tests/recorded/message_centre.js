'use strict';
// A message centre for make_sms.py: accepts one password, answers everything, and sends each client a text and a
// receipt behind its first submission. `node message_centre.js PORT PASSWORD`
const smpp = require('smpp');

const [port, password] = process.argv.slice(2);

function reply(session, submitted) {
  const from = { source_addr_ton: 1, source_addr_npi: 1, source_addr: submitted.destination_addr };
  const to = { ...from, destination_addr: submitted.source_addr };
  session.deliver_sm({ ...to, short_message: '我的手机号是 13700137000，身份证 11010519491231002X' });
  const times = 'submit date:2601011000 done date:2601011001';
  const receipt = `id:centre-1 sub:001 dlvrd:001 ${times} stat:DELIVRD err:000 text:`;
  const of = { receipted_message_id: 'centre-1', message_state: 2 };
  session.deliver_sm({ ...to, ...of, esm_class: 4, short_message: receipt });
}

smpp.createServer((session) => {
  let requests = 0;
  session.on('error', () => {});
  session.on('pdu', (pdu) => {
    if (pdu.isResponse()) return;
    if (pdu.command.startsWith('bind_')) {
      const accepted = { system_id: 'centre', sc_interface_version: 0x34 };
      const refused = { command_status: smpp.ESME_RINVPASWD };
      session.send(pdu.response(pdu.password === password ? accepted : refused));
      return;
    }
    requests += 1;
    session.send(pdu.response({ message_id: `centre-${requests}` }));
    if (pdu.command === 'submit_sm' && requests === 1) reply(session, pdu);
    if (pdu.command === 'unbind') session.close();
  });
}).listen(Number(port), '127.0.0.1');
