#!/bin/sh
# H is 48, the key begins with 37: there, and back
printf '%02x\n' $((0x48 ^ 0x37)) $((0x7f ^ 0x37))
# The bytes that spell GET when a browser masks them with 37 fa 21
printf '%02x' $((0x47 ^ 0x37)) $((0x45 ^ 0xfa)) $((0x54 ^ 0x21)) | xxd -r -p | xxd
