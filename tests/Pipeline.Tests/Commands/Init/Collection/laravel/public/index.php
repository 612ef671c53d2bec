<?php
echo "Bookings";
