/** Shaped as eurofxref-daily.xml of the ECB is; three made-up rates of one day. */
export const ECB_FEED = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
  <Cube>
    <Cube time='2026-09-30'>
      <Cube currency='USD' rate='1.1355'/>
      <Cube currency='JPY' rate='169.82'/>
      <Cube currency='GBP' rate='0.87270'/>
    </Cube>
  </Cube>
</gesmes:Envelope>
`
