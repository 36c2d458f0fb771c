#!/bin/sh
# "Hello" as a client's frame (RFC 6455 §5.7): two bytes, the masking key, the masked payload
printf '\201\205\067\372\041\075\177\237\115\121\130' | xxd -g 1
