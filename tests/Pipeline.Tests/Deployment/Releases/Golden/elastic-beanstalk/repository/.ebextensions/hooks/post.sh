#!/bin/sh
echo "the release is there"
