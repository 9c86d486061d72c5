import { AZURE_SAS } from './azure-sas.ts'
import { context } from './context.ts'
import type { Detector } from './detector.ts'
import { type Candidate, token, type Verdict } from './token.ts'

/** Microsoft Azure: keys of 2024 and later carry a mark that says what they open. */
export const AZURE_TOKENS: readonly Detector[] = [
  token({
    id: 'azure-storage-key',
    title: 'an Azure storage account key',
    severity: 'error',
    keywords: [
      'AccountKey',
      'account_key',
      'account-key',
      'storage_key',
      'storage-key',
      'storageKey',
      'access_key',
      'accessKey',
      '+ASt',
    ],
    shape: "b64{86} '=='",
    notBefore: '+/',
    reach: 256,
    check: storageKey,
    examples: {
      finds: [
        'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=WY¦+yKqwlAlxSubNXVLrJs7A7fdEn8CinTC92a70Bs9wM¦b2RZQ4a9v8Te692HCnB87/HK9uw7/7kmyDzsr58xXA==;EndpointSuffix=core.windows.net',
        'AZURE_STORAGE_KEY=nW¦KHA8m/9J2gD/NF00HzcfszsCDCm36ADBR4V+069fyc¦mh+F/ScXnB5nGm4WEmbGdG9VVJiXi1gpOvOKoGvldw==',
        'azure storage access_key: "YI¦TYNXYHWn2XcqWNaMS/HQ5Hety9j8QktXKig5cZKd3u¦EInto9k+Jr5ZP+lKCPm9eTXYkzSlOMiVG7YDhZX/ew=="',
        'value: 9yTYL/9S4xDQNMAAL5QaDtpc6RzGKXi5Asa6smYgOw9R¦TEzi1JGLEXa0sO40x9ehcZGvQfZnHg5w+AStplQ70M==',
      ],
      leaves: [
        'AccountName=devstoreaccount1;AccountKey=Eby8vdM0¦2xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
        'integrity: sha512-XE¦QFGKWe9GnnpknR5wMHWhO9ocffc3wAVbjOD3wV8XcE¦Ki2E7Zt1JPtM5iA6Vpb/+L1xT++K3ImL5wnsmi9++w==',
        'AccountKey=E+/gAMcM06RECaQqtkmhLBfXqdy1NGZ¦Z2vdNpez8QotcpFNC0wBe+TgZLmc7==',
        'AccountKey=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA¦AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==',
        'AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=vZ¦mkeZ8EyX7OsQTDOak8xEKF8llFPkuKHZC6ro226faO¦PJr5lSgq6mtlD0ppxrii1/SpndPXrx1uEFkTP+KkXA==;',
      ],
    },
  }),
  token({
    id: 'azure-shared-key',
    title: 'a shared access key of an Azure service',
    severity: 'error',
    keywords: ['SharedAccessKey=', 'AccountKey=', 'AccessKey=', ';Secret='],
    shape: "( b64{43} '=' | b64{86} '==' | b62{84} )",
    notBefore: '+/',
    reach: 384,
    check: ({ before }) => (IN_CONNECTION.test(before.slice(-384)) ? {} : null),
    examples: {
      finds: [
        'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=0Y¦d/uO9CdDDEHYnCv5/KPI¦C1t88+qcy3b1uOaiM+HWw=;EntityPath=orders',
        'HostName=shop.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=XH¦BC1u+1/YizGJMFp/ZFwF¦pC/nv7/Id2CQ5uHcNRnLY=',
        'AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=Dr¦7OJdw8wJwivRgtdluErnlZUAiGI+6dsK+LzIMU2xU8¦wkDDoNPQ2KjTK9eUHE91n4yRlaSxqpL3+qrLAijUVQ==;',
        'Endpoint=https://shop.azconfig.io;Id=a1b2-l0-s0:x;Secret=ea¦LdMomgNEH/BdR9AdqjVE¦InzuBHCfw8ZSA+HfGByz4=',
        'Endpoint=https://shop.service.signalr.net;AccessKey=xAVWDFxiaNz7f7i0PsuhM3JQIC5EW7HCnXUbfaeEJu¦wFWIIvK6jFhet050CcgYk1slfUh5xJlAvIrFf3pfL8;Version=1.0;',
      ],
      leaves: [
        'SharedAccessKey=5E¦qnRKp424DjKc8yAwYdzZ¦rjhpsxVUd3gsrtXxiauNk=',
        'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=IYvackVjin9P9vl¦M1HNcnNGap7hvqr=',
        'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=<key>',
        'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKey=xxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxx=',
        'AccountEndpoint=https://localhost:8081/;AccountKey=C2y6yDjf5/R+¦ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==',
      ],
    },
  }),
  token({
    id: 'azure-identifiable-key',
    title: 'an Azure service key',
    severity: 'error',
    keywords: ['JQQJ99', 'AzSe'],
    shape: "( b62{52} 'JQQJ99' b62{26} | b62{42} 'AzSe' b62{6} )",
    examples: {
      finds: [
        'AZURE_OPENAI_API_KEY=XnhiojyquBwMtlqUZu4F6nHbH9pH11C4oGX7okIrkB¦xNRoaHxZ5SJQQJ9985123U9OSN4BVIFG0MACOG57Jg',
        'pat: JicynQHpbq9fdanS6rN1b9a30oKGGjK8YHpFAWRm14¦nXPvi2gJTCJQQJ994DQ43G372578FQV068AZDORGii',
        'api-key: eB1xWrmZFZ5ZEZjNhTajDi3Fai¦dPZUVOwQc0KTqBF8AzSevSbeXC',
      ],
      leaves: [
        'AZURE_OPENAI_API_KEY=xH3bUi0BasCioAbBtMdZZ1L1pqxm6VrNJIy6Bc1¦b7mC4BgQKrxylJQQJ99LaF7Sn4lo6s7mf2WQFsQ',
        'AZURE_OPENAI_API_KEY=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxJQQJ99xxxxxxxxxxxxxxxxxxxxxxxxxx',
        'api-key: njGdkMMOPNkQ7M1¦h3UVuAzSe1j13gf',
      ],
    },
  }),
  token({
    id: 'azure-client-secret',
    title: 'a client secret of Microsoft Entra',
    severity: 'error',
    keywords: ['0Q~', '1Q~', '2Q~', '3Q~', '4Q~', '5Q~', '6Q~', '7Q~', '8Q~', '9Q~'],
    shape: "unres{3} dig{1} 'Q~' unres{31-34}",
    reach: 64,
    // what a sentence ends with
    notAfter: '~-',
    examples: {
      finds: [
        'AZURE_CLIENT_SECRET=0e98Q~UCktZFCpZeXO99¦NKEisFy2I0pPpjc9jI56',
        '"password": "poA7Q~JB3iMy1jnq.f¦jPt0CGWVIa8JQ3Ao0ec"',
        'client_secret = "Wjh3Q~CH7SfVOkSwCz¦cLuFkloEbNNTyAfXi9p"',
      ],
      leaves: [
        'AZURE_CLIENT_SECRET=hy08Q~caHy1FCAra4r¦fON0II2ysp4zrC0pTf',
        'AZURE_CLIENT_SECRET=rKG8Q~xxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxx',
        'AZURE_CLIENT_SECRET=VLN8R~njKgoNDUUS7Hjg¦gu3IM6o8KKx5xdpsMTB9',
        'AZURE_CLIENT_SECRET=7BW8Q~mfQAgqf9qkMOYu¦sUin9m3yCeQU9D8ijNC6o',
      ],
    },
  }),
  token({
    id: 'azure-function-key',
    title: 'a host key of Azure Functions',
    severity: 'error',
    keywords: ['AzFu', 'azurewebsites.net'],
    shape: "( b64u{44} 'AzFu' ( b64u{6} '==' | b64u{8} ) | b64{54} ( '==' | '%3D%3D' ) )",
    notBefore: '+/',
    reach: 256,
    check: functionKey,
    examples: {
      finds: [
        'FUNCTION_KEY=q3Iu7wJttniYN0JKx0EgtNme-E4W¦z7KZSs2wvnS2mKVIAzFu3ZvpKu==',
        'x-functions-key: is7AuQD7jm4zIlL50W1stNEgSJwf¦YVBuS-Yr1ohN294lAzFu9U0HqirK',
        'https://shop.azurewebsites.net/api/orders?code=zSj+/Rx1W/0nSrsw33CGH2m8xotY¦6cm6W6mD8wPmOtAbVcZk5emYAI==',
      ],
      leaves: [
        'FUNCTION_KEY=6+6j55oZORVHpndr0Z39DCGn5wRy¦S23B7/PCzU8iwji5Fr4kbTA+yK==',
        'FUNCTION_KEY=XmhY0crHVAf1NqMHpt3r8oFr3¦NosnLqm2fU_oxjdOlC1AzFuwjD',
        'https://shop.azurewebsites.net/api/orders?state=GgJh0nat8ddc/y2qyNcA6yy8N1IS¦UvxJhC5DHQA5XahxSQWs4CCHZC==',
        'https://shop.azurewebsites.net/api/orders?code=<function key>',
      ],
    },
  }),
  context({
    id: 'azure-devops-pat-old',
    title: 'an Azure DevOps personal access token',
    severity: 'error',
    near: ['azure', 'devops', 'ado_', 'vsts', 'visualstudio.com'],
    shape: 'ldig{52}',
    check: ({ value }) => (/^[a-z2-7]+$/.test(value) ? {} : null),
    examples: {
      finds: [
        'AZURE_DEVOPS_EXT_PAT=nyjrylyfbes6pzh23wlnku2le6¦dvznw37sjhlkf62lfz3g7omuom',
        'VSTS_TOKEN: "hqwrbloro4uw6mztcpputcydtx¦kfz3v4tcivg277khkuf4j6d3jr"',
      ],
      leaves: [
        'PAT=dn2idlp4hchx3ynsnekty352vs¦ayafg2n7ueqgjigsqkry7wxpk4',
        'AZURE_DEVOPS_EXT_PAT=hgdhfunrzqlqmeagz4d2cctgp¦3o6ynzrxhh4xruiyfpmcotqlia',
        'AZURE_DEVOPS_EXT_PAT=qopbf4a2vddvn3clr3qehrkmcn¦e4efb45xcdflft5szn2bmjtfi9',
        'AZURE_DEVOPS_EXT_PAT=xxxxxxxxxxxxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxxxxxxxxxxxx',
        'azure_commit=mvv3s7emgwpuzvu5uef5ulmi6g¦tye5p543rcxwf5uuvi3ufsw7hk',
      ],
    },
  }),
  context({
    id: 'azure-ai-key-old',
    title: 'a key of Azure AI services',
    severity: 'warning',
    near: ['azure', 'cognitive', 'openai', 'ocp-apim'],
    shape: 'hex{32}',
    examples: {
      finds: [
        'Ocp-Apim-Subscription-Key: 17c7ba55d66249f0¦a372ad986fe6173a',
        'AZURE_OPENAI_API_KEY="77b9426dc8712d5d¦779c934b6b0238b6"',
      ],
      leaves: [
        'API_KEY=dd3447500d9a4766¦42f5e4dd87ca581e',
        'AZURE_OPENAI_API_KEY=9db0ce84a412738¦8299db76e7456bee',
        'AZURE_OPENAI_API_KEY=xxxxxxxxxxxxxxxx¦xxxxxxxxxxxxxxxx',
        'azure_bundle_hash: 3cb1698e4cd6ff16¦6f158c9c2fa6936d',
        'azure_cli_md5=f11841bff5fdf3a6¦4fc0c154cc30e3bd',
      ],
    },
  }),
  AZURE_SAS,
]

/** Behind a name that says which key it is, or marked as one. Cosmos DB has a detector of its own. */
function storageKey({ value, before }: Candidate): Verdict {
  if (value.startsWith('+ASt', 76)) return {}
  const near = before.slice(-256)
  if (/\bEndpoint=|AccountEndpoint=/.test(near.slice(near.lastIndexOf('\n') + 1))) return null
  return /(?:account|storage)[\w. -]{0,24}key["'\]\s:=>\\`]{0,12}$/i.test(near) ? {} : null
}

const IN_CONNECTION =
  /(?:Endpoint|HostName)=[^;\s"']{1,160};(?:[^\s"']{0,160};)?(?:SharedAccessKey|AccountKey|AccessKey|Secret)=$/i

function functionKey({ value, before }: Candidate): Verdict {
  if (value.startsWith('AzFu', 44)) return {}
  return /azurewebsites\.net\/[^\s"'<>]{0,200}[?&]code=$/.test(before.slice(-256)) ? {} : null
}
