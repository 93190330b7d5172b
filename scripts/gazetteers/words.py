"""Word lists that come from data: first names, surnames, common words."""
import collections
import math
import os
import re

from .common import fold, is_name, read_csv, read_tsv, read_words, tidy, write_table, write_tsv, write_yaml


def capital(name):
    """SMITH to Smith, MCDONALD to McDonald, O'BRIEN to O'Brien."""
    name = "-".join(p[:1].upper() + p[1:].lower() for p in name.split("-"))
    name = re.sub(r"^(Mc)([a-z])", lambda m: m.group(1) + m.group(2).upper(), name)
    return re.sub(r"^([OD]')([a-z])", lambda m: m.group(1) + m.group(2).upper(), name)


def world_names(src):
    """First and last words of the names of politicians of all countries, with how many bear them."""
    first, last = collections.Counter(), collections.Counter()
    for r in read_tsv(os.path.join(src, "wikidata-politicians.tsv")):
        words = re.sub(r"\(.*?\)", "", r["name"]).split(",")[0].split()
        if len(words) < 2 or not all(re.match(r"^[^\W\d_][\w'’-]*$", w) for w in words):
            continue
        for counter, word in ((first, words[0]), (last, words[-1])):
            if len(word) > 2 and word[0].isupper() and not word.isupper() and not re.match(r"^(?:[IVX]+|Neto|Filho|Júnior|The|Lord|Lady|Sir)$", word):
                counter[word] += 1
    return first, last


LEAST_BEARERS = 2  # so many politicians must bear a name of the world; one for a long first name that is nobody's last and no place's


def load_first(src):
    """Folded first name -> (as written, weight): about how many people a year got it at its peak, in the USA or by rank abroad."""
    names = {}

    def add(name, weight):
        name = tidy(name)
        if not is_name(name) or len(name) < 2 or not re.match(r"^[^\W\d_][\w'-]+$", name):
            return
        if name.upper() == name or name.lower() == name:
            name = capital(name)
        key = fold(name)
        old = names.get(key)
        if not old or weight > old[1] or (weight == old[1] and name < old[0]):
            names[key] = (name if not old or old[0] != name.encode("ascii", "ignore").decode() or True else old[0],
                          max(weight, old[1] if old else 0))
    with open(os.path.join(src, "us-ssa-first-names.txt"), encoding="utf-8") as f:
        for line in f:
            name, _, peak, _ = line.rstrip("\n").split(",")
            if int(peak) >= 100:
                add(name, int(peak))
    for part in ("male", "female"):
        with open(os.path.join(src, "us-census-1990-%s.txt" % part), encoding="utf-8") as f:
            for line in f:
                cells = line.split()
                if len(cells) > 1 and float(cells[1]) >= 0.004:
                    add(capital(cells[0]), int(float(cells[1]) * 10000))
    for r in read_csv(os.path.join(src, "common-forenames-by-country.csv")):
        index = int(r["Index"] or 50) if (r["Index"] or "").isdigit() else 50
        for name in re.split(r"[/,]", r["Romanized Name"] or ""):
            for part in name.strip().split(" "):
                add(part, 20000 // max(1, index) + 500)
    return names


def load_last(src):
    """Folded surname -> (as written, weight, rank)."""
    names = {}
    with open(os.path.join(src, "us-census-1990-surnames-top30000.txt"), encoding="utf-8") as f:
        for line in f:
            cells = line.split()
            if len(cells) == 4 and len(cells[0]) > 1:
                name, rank = capital(cells[0]), int(cells[3])
                names[fold(name)] = (name, max(1, int(float(cells[1]) * 10000)), rank)
    for r in read_csv(os.path.join(src, "common-surnames-by-country.csv")):
        rank = int(r["Rank"]) if (r["Rank"] or "").isdigit() else 100
        for name in re.split(r"[/,]", r["Romanized Name"] or ""):
            name = tidy(name)
            if not is_name(name) or len(name) < 2 or not re.match(r"^[^\W\d_][\w' -]+$", name) or name.upper() == name:
                continue
            old = names.get(fold(name))
            # Abroad a common name is as good a surname as an American one of the same rank.
            if not old or old[2] > 100 + rank:
                names[fold(name)] = (name, max(100, 2000 // max(1, rank)), 200 + rank)
    return names


# First names and surnames of the news that the national lists leave out.
MORE_FIRST = """Mohammad Mohamad Muhammad Mohamed Muhammed Mohammed Mohamud Muhamad Ahmad Ahmed Ahmet Abdul Abdel Abdullah Abdallah Abdulla
Abdulrahman Abdelaziz Abdulaziz Abdelkader Abdelfattah Abdirahman Abdi Abu Adnan Ahmadou Akbar Akhtar Alhaji Ali Aliyu Amadou Amin Amir Amr
Anwar Aqeel Arif Asad Asghar Ashraf Asif Aslam Atif Ayatollah Ayman Aymen Azam Aziz Babak Bader Bahram Baltasar Bandar Bashar Bashir Bassam Bassem
Bilal Boubacar Cheikh Daud Dawood Dilip Ebrahim Ehud Emeka Emmerson Esmail Fadi Fahad Fahd Faisal Faruk Farooq Fatou Fawzi Fayez Ghassan Ghulam Gotabaya
Habib Hadi Hafez Hafiz Haider Haidar Hakim Hamad Hamid Hamza Hani Haroon Hashim Hassan Hasan Hassane Haytham Hesham Hisham Hossein Hosni Hussain
Hussein Husain Ibrahim Ibrahima Idriss Ihsan Ilham Imad Imran Iqbal Ismael Ismail Issa Issam Jalal Jamal Jamil Javad Javed Jawad Kamal Kamel Karim
Kassym-Jomart Khaled Khalid Khalifa Khalil Laurent Liaquat Mahamat Mahathir Mahdi Mahinda Mahmoud Mahmood Mahmud Majid Mamadou Mamoun Mansour Marwan Masoud
Massoud Mehdi Mehmet Mohsen Moktar Mokhtar Mostafa Moussa Muammar Mubarak Mukhtar Munir Murad Musa Mustafa Mustapha Nabil Nadeem Nadir Naftali Nasser
Nasrallah Nawaf Nawaz Nayib Nizar Nouri Nursultan Omar Omer Osama Oumar Ousmane Pervez Qasem Qassem Rafiq Rajab Ramzan Ramzi Rashid Recep Reza Riyad
Riyadh Rohingya Sadiq Saeed Said Sajid Salah Salam Saleh Salim Salman Salva Samer Sami Samir Sanaa Sayed Sayyid Selim Sergei Sergey Serhiy Shahbaz Shehbaz
Shahid Shakir Sharif Shaukat Sherif Shireen Sohail Suleiman Sultan Syed Taher Tahir Talal Tareq Tariq Tarek Tawfiq Turki Umar Usman Uthman
Wael Waleed Walid Waqar Wassim Yahya Yasin Yasser Yasir Younes Yousaf Yousef Yousuf Youssef Yusuf Zahid Zaid Zakaria Zayed Zia Ziad Zine Zulfikar
Volodymyr Oleksandr Oleksiy Oleksii Oleh Andriy Andrii Dmytro Mykola Mykhailo Mykhaylo Vitaliy Vitali Yulia Yuliya Yuri Yuriy Yevgeny Yevgeniy Evgeny
Valery Valeriy Valerii Vasily Vasyl Vladimir Vladislav Vyacheslav Viacheslav Viktor Sergii Serhii Ihor Igor Ivan Kyrylo Kirill Konstantin Leonid Denys
Dmitry Dmitri Dmitriy Gennady Georgy Grigory Ilya Maksym Maxim Mikhail Mikheil Nikita Nikolai Nikolay Oleg Olga Oksana Pavel Pavlo Petro Pyotr Roman
Ruslan Rustam Rustem Stanislav Svetlana Sviatlana Tatiana Tatyana Timur Vadim Valentin Yaroslav Yegor Zurab Giorgi Salome Irakli Nikol Ilham Serzh
Aung Daw Thein Min Thant Htin Myint Nay Zaw Khin Kyaw Soe Tin Than Hlaing Ma Naing Prayut Prayuth Thaksin Yingluck Srettha Paetongtarn Somchai Suthep
Anutin Somsak Nguyen Pham Tran Phuc Hun Samdech Rodrigo Ferdinand Bongbong Sukarno Suharto Joko Prabowo Susilo Megawati Budi Sri Retno Anies Ganjar Basuki
Agus Bambang Dewi Eko Teguh Wahyu Yudi Narendra Rahul Sonia Priyanka Arvind Amit Rajnath Mamata Manmohan Nirmala Subrahmanyam Yogi Uddhav Sharad
Akhilesh Mayawati Lalu Nitish Chandrababu Jagan Pinarayi Siddaramaiah Smriti Piyush Nitin Sushma Arun Atal Rajiv Sanjay Sanjiv Vijay Ajay Ajit Anil Ashok
Deepak Dinesh Ganesh Gautam Girish Gopal Harish Harsh Hemant Jagdish Jayant Kapil Karan Kiran Krishna Kumar Lakshmi Lalit Mahesh Manish Manoj Mohan
Mukesh Murali Naresh Naveen Neeraj Nikhil Pankaj Pradeep Prakash Pramod Pranab Prashant Pratibha Praveen Prem Rajesh Rajendra Rakesh Ram Ramesh Ravi
Ravindra Ritu Rohit Sachin Sandeep Satish Shankar Shashi Shiv Shivraj Sunil Suresh Surendra Tarun Uday Umesh Vikas Vikram Vinay Vinod Virat Vishal Vivek
Yash Yashwant Khaleda Hasina Sheikha Ranil Maithripala Chandrika Anura Basil Sajith Wickremesinghe Pushpa Sher KP Madhav Prachanda
Olusegun Goodluck Bola Atiku Muhammadu Yemi Nnamdi Chinua Chukwuemeka Chimamanda Ngozi Okonkwo Oluwaseun Olu Femi Tunde Babajide Babatunde Segun Kayode Adebayo
Adewale Akinwumi Ayodele Chidi Chike Ifeanyi Ikechukwu Kelechi Nneka Obi Obinna Oby Uche Uchenna Ugochukwu Nkem Rotimi Wole Yakubu Kwame Kofi Kwesi Yaw
Akosua Ama Abena Nana Jerry Akufo Thabo Cyril Jacob Nelson Winnie Sipho Thandi Themba Bongani Lindiwe Naledi Nkosazana Mangosuthu Julius Mmusi Zweli Siphiwe
Mandla Sibusiso Nomvula Uhuru Raila Mwai Jomo Kipchoge Eliud Wanjiru Wangari Kamau Njoroge Otieno Odhiambo Kiprono Kipkemboi Yoweri Museveni Bobi Kizza Paul
Tshisekedi Moise Pierre Evariste Emmerson Nelson Morgan Tendai Grace Constantino Hage Hakainde Edgar Lazarus Joyce Peter Abiy Hailemariam Meles Tedros Sahle
Haile Tigist Derartu Girma Tesfaye Berhane Isaias Salva Riek Hemedti Hamdok Omar Sadio Aliou Macky Ousmane Abdoulaye Alassane Laurent Guillaume Didier
Blaise Faure Gnassingbe Yahya Adama George Ellen Alpha Mamady Assimi Ibrahim Mohamed Teodoro Denis Idriss Issoufou
Kim Jong Jong-un Jong-il Yo-jong Moon Jae-in Yoon Suk-yeol Suk Geun-hye Myung-bak Jae-myung Moo-hyun Dae-jung Young-sam Ban Ki-moon Sung-hoon Min-ho Ji-hoon
Seung-hoon Hyun-woo Dong-hyun Sang-hoon Jun-ho Young-ho Kyung-soo Shinzo Fumio Yoshihide Shigeru Sanae Taro Junichiro Yukio Naoto Yoshihiko Toshimitsu Taro
Kazuo Haruhiko Hideki Hirokazu Hiroshi Ichiro Kenji Kenzo Koichi Kunio Makoto Masaaki Masahiro Masako Naomi Naruhito Nobuo Osamu Satoshi Seiji Shinji
Shohei Takashi Takeshi Tetsuya Tomohiro Toshiba Yasuhiro Yoko Yoshiro Yuki Yuko Yuriko Ryutaro Keizo Kiichi
Xi Jinping Keqiang Qiang Yi Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han Tang Feng Yu Dong Xiao
Tsai Lai Ying-wen Ching-te Carrie Kwok Wing Chi Siu Ka Chun Kwong Tak Yat Donald Joshua Jiabao Jintao Zemin Xiaoping Qishan Yuan Wei Ming Jun Lei
Bernardo Gustavo Nicolas Nicolás Hugo Evo Juan Jose José Luis Jorge Javier Alberto Mauricio Cristina Nestor Néstor Michelle Sebastian Sebastián Gabriel Lula Dilma Jair
Michel Geraldo Aecio Aécio Fernando Henrique Flavio Eduardo Marina Simone Ciro Alexandre Claudia Andrés Andres Enrique Felipe Vicente Xiomara Nayib Daniel Rosario
Ollanta Alejandro Pedro Keiko Dina Martín Alan Guillermo Rafael Lenín Luisa Delcy Diosdado Leopoldo Henrique Maria Corina
Giorgia Matteo Silvio Mario Giuseppe Paolo Romano Enrico Sergio Luigi Beppe Emmanuel François Francois Nicolas Jacques Marine Édouard Edouard Élisabeth Elisabeth
Jean-Luc Jean-Claude Jean-Marie Jean-Pierre Jean-Michel Jean-Yves Jean-François Jean-Paul Jean-Louis Jean-Jacques Jean-Bertrand Jean-Marc Jean Ségolène Ursula Olaf Angela Gerhard
Helmut Friedrich Annalena Christian Markus Jens Wolfgang Horst Frank-Walter Sahra Alice Mariano Pablo Íñigo Santiago Alexis Kyriakos Antonis Yanis Recep
Kemal Devlet Ekrem Selahattin Abdulhamit Binali Hulusi Mevlüt Mevlut Süleyman Fethullah Tansu Benjamin Benny Yair Yoav Isaac Ehud Ariel Shimon Yitzhak Tzipi Avigdor Naftali
Bezalel Itamar Gideon Gadi Ismail Yahya Khaled Mahmoud Saeb Hanan Marwan Yasser
Diarmuid Donncha Fergal Fionn Fiachra Cathal Padraig Colm Grainne Aisling Roisin Caoimhe Eimear Mairead Rhun Gethin Llyr Emyr Aneurin Bleddyn Ceri
Iolo Meirion Mererid Catrin Angharad Ffion Ruaridh Morag Torquil Ailsa Mehrdad Farzad Fariborz Farideh Fereydoun Hooshang Houshang Kaveh Kayvan
Khosrow Kourosh Laleh Mahsa Masih Narges Nazanin Niloufar Parisa Parviz Pouya Shahin Shapour Siamak Simin Soheil Toomaj Hirut Tekle Tewodros Tadesse
Tsegaye Yohannes Yonas Woldemariam Wolde Worku Zenebech Zerihun Abebe Abebech Abera Alemayehu Alemu Almaz Asfaw Ashenafi Aster Bekele Belaynesh
Birhanu Birtukan Dagmawit Daniachew Dawit Demeke Dereje Desta Eskinder Fikre Fikadu Gebre Gebru Genzebe Getachew Gudaf Jawar Kenenisa Ketema Kidane
Lemma Letesenbet Mekdes Mesfin Meseret Mulatu Mulugeta Negasso Redwan Selam Senait Shimelis Sisay Taye Temesgen Teshome Tirunesh Tsehay Workneh Yared
Yilma Zelalem Zewditu Chiamaka Chinonso Chioma Chukwudi Ebuka Ebere Ezinne Ifeoma Ijeoma Kenechukwu Nkiruka Obiora Ogechi Okey Onyinye Somto Tochukwu
Uzoma Adaobi Adanna Amarachi Adebola Adeniyi Adeola Adewunmi Akinola Akintunde Ayobami Ayokunle Babatope Biodun Bolanle Damilola Dele Ebunoluwa
Folasade Foluke Funmilayo Gbolahan Ibukun Idowu Ireti Jide Kunle Mojisola Modupe Morenike Niyi Olabisi Olajumoke Olanrewaju Olatunji Olayinka
Oluwatobi Oluwatosin Oluwole Omolara Omotola Opeyemi Ronke Seun Seyi Shola Simisola Temitope Titilayo Toyin Wale Yewande Auwal Hauwa Hafsat Afua Afia
Akua Adwoa Adjoa Efua Araba Selorm Selasi Edem Elikem Mawuli Kodjo Komlan Koffi Akossiwa Ablavi Aissatou Assane Babacar Bineta Cheikhou Coumba
Dieynaba Djibril Khady Mamadi Mariama Modou Ngone Oulimata Ousseynou Papis Rokhaya Seynabou Thierno Yacouba Wambui Wangui Wanjiku Wairimu Waithera
Muthoni Nyambura Njeri Nyokabi Mumbi Kiprotich Kiplagat Cherono Chebet Chepkoech Chepngetich Jepkosgei Jepchirchir Jeptoo Jebet Achieng Akinyi Anyango
Atieno Awuor Adhiambo Apiyo Auma Ochieng Opiyo Ouma Nafula Nekesa Wafula Mwende Nzomo Mutuku Ndunge Mwikali Nakato Babirye Wasswa Ssali Ssebo Nalubega
Namukasa Nakku Nabatanzi Nansubuga Mugisha Tumusiime Twinomujuni Byaruhanga Akello Okello Ocen Opio Odongo Apio Atim Uwimana Uwase Mukamana Ndayisaba
Habimana Niyonsaba Hakizimana Bizimana Nshimirimana Nahimana Ingabire Mukantabana Nyiramana Murekatete Takudzwa Tonderai Farayi Rudo Ruvimbo Rumbidzai
Chiedza Chipo Chengetai Fadzayi Garikai Kudzai Munashe Nyaradzo Panashe Paidamoyo Shingai Tambudzai Vimbai Zvikomborero Sikhumbuzo Nqobile Thulani
Thulisile Thokozile Sizwe Sifiso Siyamthanda Sphamandla Nkululeko Nombuso Nomcebo Nonhlanhla Nonkululeko Ntombi Lungile Lungisa Luyanda Lwando Mbali
Mbongeni Mpho Musawenkosi Muzi Bhekisisa Buyisiwe Buhle Dumisile Gugulethu Hlompho Jabu Khanyi Khaya Khulekani Kgosientsho Lebohang Letlhogonolo
Kagiso Karabo Katlego Keabetswe Kgomotso Kopano Malebo Masego Mokgweetsi Moeketsi Oratile Palesa Pitso Phindile Pheello Puleng Relebohile Retshepile
Teboho Tiisetso Tshepo Tshegofatso Tumelo Tumi Ziyanda Zodwa Zoleka Zukiswa Vuyo Vusi Andile Athi Avela Aphiwe Akhona Bonginkosi Hlulani Tsakani
Takalani Mulalo Ndivhuwo Fhatuwani Livhuwani Chileshe Chilufya Chisomo Bwalya Kapembwa Mulenga Mutale Musonda Mwamba Mwansa Mwila Namukolo Chikondi
Chimwemwe Kondwani Limbani Madalitso Mphatso Takondwa Tamanda Tiyamike Yamikani Zikomo Rakoto Hery Haja Lalao Voahangy Fanja Mamy Onja Tahina Tsiory
Miora Njaka Rivo Teuila Sione Semisi Siaosi Sefo Sefulu Tavita Tevita Tupou Viliami Uili Uiti Sitiveni Sitani Soane Sosaia Losa Lagi Laisenia Josaia
Epeli Aiyaz Biman Salote Litia Seru Waisale Apisai Akuila Feleti Aroha Hemi Rangi Tariana Wiremu Whetu Kiri Kiritapu Hana-Rawhiti Mihi Ngaire Ngahiwi
Pania Rewi Takuta Matiu Wikitoria Nattapong Nattawut Narongsak Nopporn Niran Pannika Panitan Panya Parit Pichai Piyabutr Pongsak Preecha Sansern
Sarayut Siripong Sirikit Sompong Somchart Somyot Sonthi Sudarat Sukhumbhand Surachai Surachart Suriya Tanathorn Thanathorn Thanakorn Thaworn Theerapat
Vorapak Watana Wichai Wissanu Worachai Yongyuth Chadchart Chaiwat Chalerm Chuvit Jatuporn Jurin Kittiratt Anchalee Apirak Arnon Banyong Huong
Linh Ngoc Quoc Trung Xuan Hieu Khanh Sokha Sophal Sopheap Sokun Bopha Chanthou Channy Kosal Makara Phally Pich Pisey Rithy Samnang Sophea Sothea Thida
Veasna Vibol Vireak Visal Phonesavanh Bounnhang Bounkham Khamtai Khamphoui Sonexay Thongloun Viengkham Ahok Asep Cahya Cahyo Citra Dedy Desi Dody Edhy
Ferdy Hary Hasto Hendra Herlina Heru Komang Putu Rangga Rizky Rizieq Soekarno Sugeng Sutiyoso Untung Wiranto Yenny Yuni Yusril Azmin Rafizi
Rosmah Shahrizat Zaliha Bohdana Khrystyna Nadiia Ruslana Vira Snezhana Zorica Nemanja Ratko Slavica Srdjan Srđan Svetozar Vojislav Zvonimir Ante
Hrvoje Kolinda Ognjen Tonći Bakir Stevo Gjorge Hristijan Kiro Ziadin Blerim Agim Xherdan Shkëlzen Granit Ermal Elseid Dilyana Galya Ivailo Kornelia
Lyubomir Mariyana Nayden Stanimir Stoyan Svetoslav Volen Zhelyu Gyongyi Burak Davut Emel Ersin Esra Gökhan Gülten Hande Merve Müjdat Nazan Necmettin
Ozan Recai Sedef Sezen Sirri Şebnem Tayfun Tayyip Temel Turgut Ufuk Yalçın Yiğit Garik Gohar Mher Mkrtich Nairi Vazgen Anzor Archil Avtandil Besik
Givi Gocha Grigol Kakha Kakhaber Ketevan Khatia Koba Mamuka Nodar Rusudan Shalva Shota Tamaz Temur Tengiz Vakhtang Zaza Jeyhun Mehriban Novruz
Orkhan Tofig Aigul Aigerim Ainura Aidar Akezhan Assel Azamat Bakyt Bauyrzhan Botagoz Galym Gulnar Gulmira Kanybek Kubanychbek Kuandyk Kurmanbek Maksat
Mirlan Nurbek Nurgul Omurbek Omurzak Rakhat Sadyr Saltanat Samat Sapar Sooronbay Talgat Temir Ulugbek Umida Urmat Yerlan Zhanar Zhandos Zhenis Akmal
Bekzod Botir Dilfuza Dilnoza Dilshod Doniyor Feruza Gafur Gulchehra Islom Jahongir Javlon Komil Kudrat Mavluda Mirziyo Muhayyo Nargiza Nodir Nodira
Otabek Oybek Sanjar Sherali Zokir Emomali Firdavs Humayro Khairullo Manuchehr Ozoda Rahmatullo Rustami Saidjon Shamsiddin Zebo Gurbanguly Batyr
Maral Ogulsapar Oraz Batbold Batsaikhan Bat-Erdene Battulga Bayar Bolor Boldbaatar Davaa Delger Dorj Dulamsuren Enkhbayar Enkhbold Enkhtuya Erdene
Ganbat Ganbold Gantulga Luvsan Munkh Munkhbat Nambar Narantuya Nergui Oyun Oyunchimeg Oyungerel Otgonbayar Saruul Tsakhia Tsend Tserendorj
Tuvshin Bimala Bhim Bidya Chitra Hisila Ishwar Jhala Khadga Lekh Mahantha Onsari Pampha Raghubir Renu Sanduk Subas Sujata Swarnim
Yubaraj Harka Harini Kusal Lasith Mahela Nuwan Pathum Patali Rohana Susil Thilini Tissa Upul Wanindu Akhil Alka Anirban Ankit Anuradha Aparna Arindam
Arnab Arvinder Ashutosh Ashwin Atul Avinash Bhavesh Chetan Chhagan Deepika Gayatri Gurmeet Gurpreet Harbhajan Hardik Harpreet Jaideep Jasprit
Jayalalithaa Jignesh Kajal Kanimozhi Kanhaiya Kunal Lokesh Madhuri Manisha Manjunath Mohit Nagma Nalini Namrata Nayan Nidhi Nishant Nupur Pallavi
Prabhakar Prashanth Preeti Prithvi Puja Purnima Rajnikanth Rashmi Revanth Rishabh Rupali Sambit Satyendar Saurabh Saurav Shaktikanta Shalini Sharmila
Shikha Shilpa Shubman Smita Srinivas Subramanian Sumit Sunetra Suryakumar Swara Tejashwi Tripti Udit Udhayanidhi Urmila Utpal Vaiko Varsha Veerappa
Vibhuti Vijayan Vineet Vipin Vipul Vivekananda Yashasvi Yashoda Yuvraj Asier Beñat Xabi Quim Ximo Maarja Aigars Aivars Arvils Baiba Dzintars 
Egils Ēriks Evika Gatis Guntis Ilze Ivars Kaspars Krišjānis Laimdota Raimonds Solvita Valdis Vilis Rūta Žydrūnas Kimi Kyösti Teemu Valtteri Ágúst
Arnar Ásgeir Bjarni Eiríkur Eyjólfur Guðlaugur Guðmundur Gudmundur Guðni Gudni Gunnlaugur Halla Halldór Haukur Hólmfríður Ingibjörg Kristrún
Ragnheiður Sigmundur Sigríður Sigurður Sigurdur Svandís Sveinn Þórdís Thordis Þorgerður Thorgerdur Alecu Codrin Daciana Laura-Codruța Achilleas
Spyros Stefanos""".split()
MORE_LAST = """Xi Wen Hu Deng Mao Zhou Jiang Abe Kishida Suga Ishiba Takaichi Koizumi Hatoyama Noda Kan Aso Netanyahu Gantz Lapid Bennett Olmert Sharon Barak Rabin
Peres Livni Abbas Haniyeh Sinwar Meshaal Arafat Erekat Mubarak Morsi Mursi Sisi El-Sisi al-Sisi Assad al-Assad Gaddafi Gadhafi Qaddafi Hussein al-Maliki Maliki Abadi
al-Abadi Sadr al-Sadr Sistani al-Sistani Talabani Barzani Khomeini Khamenei Rouhani Raisi Ahmadinejad Zarif Pezeshkian Soleimani Karzai Ghani Abdullah Akhundzada Haqqani Sharif
Bhutto Zardari Musharraf Khan Gilani Modi Gandhi Singh Vajpayee Kejriwal Banerjee Yadav Adityanath Shah Jaishankar Sitharaman Hasina Zia Yunus Rajapaksa Wickremesinghe Sirisena
Dissanayake Suu Kyi Hlaing Thaksin Shinawatra Prayuth Hun Sen Widodo Subianto Yudhoyono Sukarnoputri Suharto Duterte Marcos Aquino Arroyo Estrada Mahathir Najib Razak Anwar Muhyiddin
Putin Medvedev Lavrov Shoigu Peskov Prigozhin Navalny Yeltsin Gorbachev Mishustin Kadyrov Zelensky Zelenskyy Zelenskiy Poroshenko Yanukovych Yanukovich Tymoshenko Yushchenko Kuleba
Klitschko Zaluzhny Zaluzhnyi Syrskyi Lukashenko Tikhanovskaya Tsikhanouskaya Aliyev Pashinyan Sargsyan Saakashvili Zourabichvili Nazarbayev Tokayev Berdymukhamedov Mirziyoyev Karimov Rahmon
Japarov Erdogan Erdoğan Gul Gülen Gulen Kilicdaroglu Imamoglu Davutoglu Yildirim Cavusoglu Demirtas Tsipras Mitsotakis Samaras Varoufakis Merkel Scholz Merz Baerbock Habeck
Schaeuble Schäuble Steinmeier Gauck Schroeder Schröder Kohl Macron Hollande Sarkozy Chirac Mitterrand Le Pen Mélenchon Melenchon Bayrou Barnier Attal Borne Philippe Fillon Valls Zemmour
Meloni Salvini Berlusconi Renzi Draghi Conte Prodi Monti Letta Gentiloni Mattarella Napolitano Sánchez Sanchez Rajoy Zapatero Aznar Puigdemont Orban Orbán Kaczynski Kaczyński Tusk Duda
Morawiecki Nawrocki Fico Babis Babiš Zeman Vucic Vučić Milosevic Milošević Karadzic Karadžić Mladic Mladić Thaci Kurti Rama Zaev Borissov Iohannis Ciolacu von der Leyen Juncker Barroso Rutte
Wilders Stoltenberg Frederiksen Marin Lofven Löfven Kristersson Solberg Starmer Sunak Truss Johnson May Cameron Blair Brown Thatcher Major Corbyn Farage Sturgeon Salmond Varadkar
Trudeau Carney Poilievre Harper Albanese Morrison Turnbull Abbott Rudd Gillard Ardern Hipkins Luxon Trump Biden Obama Bush Clinton Harris Pence Vance Pelosi McConnell Schumer Blinken
Rubio Hegseth Bolsonaro Rousseff Lula Temer Moro Maduro Chavez Chávez Guaidó Guaido Machado Petro Uribe Santos Duque Boric Piñera Pinera Bachelet Milei Macri Fernandez Fernández Kirchner
Morales Correa Moreno Noboa Castillo Boluarte Humala Fujimori Toledo Obrador Sheinbaum Peña Calderon Calderón Bukele Ortega Castro Díaz-Canel Mugabe Mnangagwa Tsvangirai Chamisa Zuma Ramaphosa
Mbeki Mandela Malema Kenyatta Odinga Ruto Kibaki Museveni Wine Besigye Kagame Tshisekedi Kabila Bemba Nkurunziza Ndayishimiye Buhari Tinubu Jonathan Obasanjo Abubakar Obi Akufo-Addo
Mahama Kufuor Ouattara Gbagbo Soro Sall Wade Faye Sonko Jammeh Barrow Sirleaf Weah Boakai Taylor Koroma Bio Conde Condé Doumbouya Keita Goita Traore Traoré Compaore Compaoré Damiba Bazoum Tchiani
Issoufou Deby Déby Bongo Nguema Obiang Biya Sassou Nguesso Touadéra Bozize Abiy Desalegn Zenawi Afwerki Guelleh Farmajo Mohamud Bashir al-Bashir Burhan al-Burhan Hemedti Dagalo Kiir Machar
Tebboune Bouteflika Haftar Hifter Dbeibah Saied Ghannouchi Marzouki Essebsi Hadi Saleh Houthi al-Houthi Nasrallah Hariri Aoun Mikati Siniora Berri Jumblatt al-Sharaa Sharaa al-Jolani Jolani""".split()


# Somebody is called so, but in the news they are a title, a people or a country before they are a name.
NO_FIRST = set("""miss master professor sir princess queen king prince empress kaiser emir sheikh sheikha bishop pastor deacon canon imam ayatollah maulana
mufti saint chancellor justice general gen major maj haji alhaji dona shri tengku daw papa otunba aide rebel cherokee rohingya shia welshman muslim
german philippine scot malaysia india kenya zaire nepal america trinidad ireland china italy holland egypt montserrat africa asia europe alaska london geneva
january jan mar genesis ramadan""".split())
NO_LAST = set("""president arab german czech greek slovak thai khmer tajik moldovan latino mormon catalan romani cree maltese berber palau spain monaco canada
benin greenland denmark america oman senegal portugal germany china austria netherlands morocco brazil cuba peru malta poland britain georgia africa
asia europe january april june july august jan mar jun dec monday friday sunday mon sat sun bible koran christmas easter islam ramadan""".split())
KEPT = {"will", "may"}  # small words that many are called
FEW_FIRST, FEW_LAST = 700, 40  # below these weights a name gives way to an everyday word


def names_before_words(ctx, names, none, few):
    """The names, without those that the news writes in small letters nearly always, and without what is no name at all."""
    small_words = set(read_words(os.path.join(ctx.out, "words", "function-word.yaml"))) - KEPT
    out = []
    for name, weight, *_ in names:
        key = name.lower()
        lower, mid = ctx.policy.of(name)[:2]
        if key in none or key in small_words or (weight < few and lower >= 20 and lower > 4 * mid):
            continue
        out.append({"text": name, "weight": weight})
    return sorted(out, key=lambda r: (fold(r["text"]), r["text"]))


def build(ctx):
    first, last = dict(ctx.first), dict(ctx.last)
    more_first, more_last = world_names(ctx.src)
    lasts = set(map(fold, more_last)) | set(last)
    for name in [n for n, bearers in more_first.items() if bearers < LEAST_BEARERS and (len(n) < 5 or fold(n) in lasts or ctx.register.owner(n, "place"))]:
        del more_first[name]
    for names, more, least in ((first, more_first, 1), (last, more_last, LEAST_BEARERS)):
        written = {entry[0].lower() for entry in names.values()}
        for name, n in more.items():
            if n >= least and name.lower() not in written and is_name(name):
                names["world " + name] = (name, n, 0)
    folder = os.path.join(ctx.out, "words")
    rows = names_before_words(ctx, first.values(), NO_FIRST, FEW_FIRST)
    write_table(folder, "first-name",
                {"source": "US Social Security Administration; US Census Bureau 1990; common-forenames-by-country; Wikidata; newstag editors",
                 "licence": "public domain; public domain; CC0-1.0; CC0-1.0; CC0-1.0", "list": "first-name", "case": "title",
                 "note": "weight: about how many newborn children got the name in its best year, or a like figure from its rank"},
                ["text", "weight"], rows)
    rows = names_before_words(ctx, last.values(), NO_LAST, FEW_LAST)
    write_table(folder, "surname",
                {"source": "US Census Bureau 1990; common-surnames-by-country; Wikidata; newstag editors", "licence": "public domain; CC0-1.0; CC0-1.0; CC0-1.0",
                 "list": "surname", "case": "title", "note": "weight: bearers among a million Americans, or a like figure from its rank"},
                ["text", "weight"], rows)
    # Common words: often in small letters, so that a capital alone says nothing.
    rows = []
    for name, c in ctx.policy.counts.items():
        lower, mid, start, inside = c[:4]
        if not re.match(r"^(?:a|s|[a-z][a-z'-]+)$", name) or lower < 4: # other letters are initials
            continue
        if lower > 2 * mid:
            rows.append({"text": name, "weight": lower})
    if rows:
        rows.sort(key=lambda r: r["text"])
        write_table(folder, "common-word",
                    {"source": "counts over news texts, by newstag", "licence": "CC0-1.0", "list": "common-word", "case": "fold",
                     "note": "words that stand in small letters more than twice as often as with a capital in mid-sentence; weight: how often"},
                    ["text", "weight"], rows)
