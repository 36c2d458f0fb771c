#!/bin/sh
# A masked "Hello" (RFC 6455 §5.7), six bytes a row: the header, then the payload.
echo 81 85 37fa213d 7f9f4d5158 | xxd -r -p | xxd -b -c 6
