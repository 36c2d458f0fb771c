export const encodePcapng=(c:unknown)=>new Uint8Array()
