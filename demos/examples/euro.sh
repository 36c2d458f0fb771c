#!/bin/sh
# The three bytes of €.
printf '€' | xxd -p
# The first two alone are no text yet; c3 28 never will be.
for bytes in '\342\202' '\303\050'; do
  printf "$bytes" | iconv -f UTF-8 -t UTF-16 > /dev/null 2>&1 || echo "not UTF-8: $(printf "$bytes" | xxd -p)"
done
